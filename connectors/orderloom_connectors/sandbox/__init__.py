"""Strict servers of platforms, on this machine: to play without an account, and for the tests.

Each is written from the platform's documents alone, never from the connector that speaks to it.
"""
