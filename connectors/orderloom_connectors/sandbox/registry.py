"""The platforms of the sandbox, by the id of the connector that speaks to each."""

from collections.abc import Mapping

from orderloom_connectors.sandbox.amazon import Amazon
from orderloom_connectors.sandbox.digested import STO, YTO, Cainiao, JTExpress
from orderloom_connectors.sandbox.douyin import Douyin
from orderloom_connectors.sandbox.jd import JD
from orderloom_connectors.sandbox.kuaidi100 import Kuaidi100
from orderloom_connectors.sandbox.kuaishou import Kuaishou
from orderloom_connectors.sandbox.meituan import Meituan
from orderloom_connectors.sandbox.own_shop import OwnShop
from orderloom_connectors.sandbox.pinduoduo import Pinduoduo
from orderloom_connectors.sandbox.platform import Platform
from orderloom_connectors.sandbox.robots import DingTalk, Feishu, WeCom
from orderloom_connectors.sandbox.sf import SF
from orderloom_connectors.sandbox.shopee import Shopee
from orderloom_connectors.sandbox.shopify import Shopify
from orderloom_connectors.sandbox.stripe import Stripe
from orderloom_connectors.sandbox.taobao import Taobao
from orderloom_connectors.sandbox.waybills import Waybills
from orderloom_connectors.sandbox.wechat_pay import WeChatPay
from orderloom_connectors.sandbox.wms import Warehouse
from orderloom_connectors.sandbox.woocommerce import WooCommerce
from orderloom_connectors.sandbox.xiaohongshu import Xiaohongshu
from orderloom_connectors.sandbox.zto import ZTO

# A new platform: its file beside these, and its name here.
_ALL: tuple[type[Platform], ...] = (
    Pinduoduo, Taobao, Douyin, JD, Kuaishou, Xiaohongshu, Shopee, Shopify, WooCommerce, Amazon,
    OwnShop, Waybills, Kuaidi100, SF, ZTO, YTO, STO, JTExpress, Cainiao, Stripe, WeChatPay,
    Meituan, Warehouse, DingTalk, Feishu, WeCom,
)  # fmt: skip


def platforms() -> Mapping[str, type[Platform]]:
    """Give every platform, sales channels first."""
    return {each.connector: each for each in _ALL}
