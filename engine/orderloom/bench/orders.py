"""A channel's file of orders for measurements: the same bytes for the same number."""

import json

PROVINCES = ("浙江省", "广东省", "江苏省", "上海市", "四川省")


def order_file(number: int) -> bytes:
    """Give a JSON file of ``number`` orders with three lines each."""
    orders = [_order(index) for index in range(number)]
    return json.dumps({"order_list": orders}, ensure_ascii=False).encode()


def _order(index: int) -> dict[str, object]:
    goods = 100 + index * 37 % 5000
    discount = goods * (index % 100) // 110
    return {
        "order_sn": f"26{index:012d}",
        "order_status": 0 if index % 7 == 0 else 1,
        "updated_at": f"2026-01-05 {index % 24:02d}:{index % 60:02d}:00",
        "created_at": f"2026-01-04 {index % 24:02d}:{index % 60:02d}:00",
        "pay_amount": f"{goods - discount}.{index % 100:02d}",
        "goods_amount": f"{goods}.{index % 100:02d}",
        "discount_amount": f"{discount}.00",
        "postage": "6.00",
        "receiver": {
            "name": f"顾客{index % 900}",
            "phone": f"138{index % 100_000_000:08d}" if index % 50 else "138",
            "province": PROVINCES[index % len(PROVINCES)],
            "city": f"第{index % 40}市",
            "address": f"文三路 {index % 999} 号",
        },
        "remark": "" if index % 3 else "请尽快发货",
        "is_gift": index % 11 == 0,
        "item_list": [
            {
                "id": line,
                "outer_id": f"SKU-{(index * 7 + line) % 1200}",
                "goods_count": 1 + (index + line) % 12,
                "goods_price": f"{10 + (index + line) % 90}.50",
            }
            for line in (1, 2, 3)
        ],
    }
