"""The codec keeps the contract of all codecs."""

from orderloom.testing.contract import CodecContract, CodecRig

from orderloom_corner_shop.codec import EDIFACT

SAMPLE = (
    b"UNB+UNOC:3+SUPPLIER+SHOP+260105:1200+1'"
    b"UNH+1+ORDERS:D:96A:UN'BGM+220+T1+9'LIN+1++4006381333931:EN'QTY+21:3'UNS+S'UNT+6+1'"
    b"UNH+2+ORDERS:D:96A:UN'BGM+220+T?'2+9'UNT+3+2'"
    b"UNZ+2+1'"
)


class TestEdifact(CodecContract):
    """Every check of the contract."""

    def rig(self) -> CodecRig:
        """Give the codec with an interchange of two messages."""
        items = [
            {
                "UNH": [{"1": "1", "2": ["ORDERS", "D", "96A", "UN"]}],
                "BGM": [{"1": "220", "2": "T1", "3": "9"}],
                "LIN": [
                    {
                        "1": "1",
                        "2": "",
                        "3": ["4006381333931", "EN"],
                        "QTY": [{"1": ["21", "3"]}],
                    }
                ],
                "UNS": [{"1": "S"}],
                "UNT": [{"1": "6", "2": "1"}],
            },
            {
                "UNH": [{"1": "2", "2": ["ORDERS", "D", "96A", "UN"]}],
                "BGM": [{"1": "220", "2": "T'2", "3": "9"}],
                "UNT": [{"1": "3", "2": "2"}],
            },
        ]
        return CodecRig(codec=EDIFACT, sample=SAMPLE, items=items)
