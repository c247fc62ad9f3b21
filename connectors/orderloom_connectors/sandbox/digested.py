"""Couriers that differ in where content, secret and digest stand: YTO, STO, J&T, Cainiao."""

import json
from types import MappingProxyType
from typing import ClassVar

from orderloom_connectors.sandbox.couriers import Courier, raw_md5
from orderloom_connectors.sandbox.digests import CHINA
from orderloom_connectors.sandbox.http import Seen
from orderloom_connectors.sandbox.platform import (
    Answer,
    Document,
    demand,
    form_of,
    json_of,
    path_of,
    route_of,
)

_NAIVE = "%Y-%m-%d %H:%M:%S"


class YTO(Courier):
    """A list of nodes; the address ends in a suffix of the customer's own."""

    connector = "yto"
    secret = MappingProxyType({"suffix": "Fxy12", "key": "yto-s3cret"})

    def malformed(self, why: str) -> Answer:
        """Refuse as a wrong parameter."""
        return self.refuse("1002", {"code": "1002", "message": f"参数错误: {why}"})

    def reply(self, seen: Seen) -> Answer:
        """Check the signature over param, method and version."""
        if (down := self.when_down()) is not None:
            return down
        path = f"/service/waybill_query/v1/{self.secret['suffix']}"
        demand("the customer's address", route_of(seen) == f"POST {path}")
        sent = json_of(seen)
        signed = f"{sent['param']}yto.Marketing.WaybillTracev1{self.secret['key']}"
        if sent["sign"] != raw_md5(signed):
            return self.refuse("1001", {"code": "1001", "message": "签名错误"})
        number = json.loads(sent["param"])["NUMBER"]
        rows: list[Document] = [
            {
                "waybill_No": number,
                "upload_Time": node.at.astimezone(CHINA).strftime(_NAIVE),
                "infoContent": node.code,
                "processInfo": node.text,
                "city": node.place,
            }
            for node in self.trace(number)
        ]
        return Answer(document=rows)


class Formed(Courier):
    """A form whose content and key together are digested, into the form or a header."""

    path: ClassVar[str]
    content: ClassVar[str]
    digest: ClassVar[str]

    def reply(self, seen: Seen) -> Answer:
        """Check the digest, then answer."""
        if (down := self.when_down()) is not None:
            return down
        demand(f"POST {self.path}", seen.method == "POST" and path_of(seen) == self.path)
        sent = form_of(seen)
        content = sent[self.content]
        given = sent.get(self.digest) or seen.headers.get(self.digest, "")
        if given != raw_md5(content + self.secret["key"]):  # type: ignore[index]
            return self.malformed("digest")
        return Answer(document=self.told(sent, content))

    def told(self, sent: dict[str, str], content: str) -> Document:
        """Give the answer to a request whose digest is right."""
        raise NotImplementedError


class STO(Formed):
    """Traces by number."""

    connector = "sto"
    secret = MappingProxyType({"app_key": "sto-app", "code": "sto-code", "key": "sto-s3cret"})
    path, content, digest = "/gateway/link.do", "content", "data_digest"

    def malformed(self, why: str) -> Answer:
        """Refuse as a wrong request."""
        return self.refuse(why, {"success": "false", "errorCode": "S02", "errorMsg": why})

    def told(self, sent: dict[str, str], content: str) -> Document:
        """Give the traces of all numbers asked for."""
        demand("the trace query", sent["api_name"] == "STO_TRACE_QUERY_COMMON")
        demand("the app", sent["from_appkey"] == "sto-app" and sent["from_code"] == "sto-code")
        numbers: list[str] = json.loads(content)["waybillNoList"]
        traces = {
            number: [
                {
                    "waybillNo": number,
                    "opTime": node.at.astimezone(CHINA).strftime(_NAIVE),
                    "scanType": node.code,
                    "memo": node.text,
                    "opOrgName": node.place,
                    "opEmpName": node.operator,
                }
                for node in self.trace(number)
            ]
            for number in numbers
        }
        return {"success": "true", "data": traces}


class JTExpress(Formed):
    """Traces by number; account and digest stand in headers."""

    connector = "jtexpress"
    secret = MappingProxyType({"account": "jt-account", "key": "jt-s3cret"})
    path, content, digest = "/webopenplatformapi/api/logistics/trace", "bizContent", "digest"

    def malformed(self, why: str) -> Answer:
        """Refuse as an illegal request."""
        return self.refuse(why, {"code": "145003030", "msg": f"签名验证失败: {why}"})

    def told(self, sent: dict[str, str], content: str) -> Document:
        """Give the trace of the number asked for."""
        demand("one field", set(sent) == {"bizContent"})
        number = json.loads(content)["billCodes"]
        details = [
            {
                "scanTime": node.at.astimezone(CHINA).strftime(_NAIVE),
                "scanTypeCode": node.code,
                "desc": node.text,
                "scanNetworkName": node.place,
                "staffName": node.operator,
            }
            for node in self.trace(number)
        ]
        return {"code": "1", "msg": "success", "data": [{"billCode": number, "details": details}]}


class Cainiao(Formed):
    """Tells traces, and takes messages: ``booked`` is content by message type."""

    connector = "cainiao"
    secret = MappingProxyType({"provider": "cn-provider", "key": "cn-s3cret"})
    path, content, digest = "/gateway/link.do", "logistics_interface", "data_digest"

    def malformed(self, why: str) -> Answer:
        """Refuse as a wrong request."""
        return self.refuse(why, {"success": "false", "errorCode": "S02", "errorMsg": why})

    def told(self, sent: dict[str, str], content: str) -> Document:
        """Give a trace, which does not say whose it is, or take the message."""
        demand("the provider", sent["logistic_provider_id"] == "cn-provider")
        if sent["msg_type"] != "TMS_PRACTICE_TRACE_INFO":
            self.booked[sent["msg_type"]] = content
            return {"success": "true"}
        details = [
            {
                "operateTime": node.at.astimezone(CHINA).strftime(_NAIVE),
                "orgName": node.place,
                "operateDescription": node.text,
                "status": node.code,
            }
            for node in self.trace(json.loads(content)["mailNo"])
        ]
        return {"success": "true", "errorCode": "", "operationDetails": details}
