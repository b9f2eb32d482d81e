"""Words and sentences for fields that hold free text."""

from __future__ import annotations

from random import Random

SENTENCES = (
    "Your order has been shipped and will arrive on Thursday.",
    "Your verification code is 483920.",
    "The meeting has moved to 3 pm in the main room.",
    "Thank you for your payment.",
    "Please call us back when you have a moment.",
    "Your appointment is confirmed for Monday at 10:30.",
    "A new device has signed in to your account.",
    "The report that you asked for is ready.",
    "Delivery is planned for tomorrow before noon.",
    "We have received your request and will answer soon.",
    "Your subscription renews at the end of the month.",
    "The invoice for last month is attached.",
    "Our office is closed on public holidays.",
    "Reply STOP to receive no further messages.",
    "Your table for four is reserved.",
    "The update was installed without problems.",
    "Used by the support team during business hours.",
    "Created for the spring campaign.",
    "Handles calls from the main line.",
    "Covers all traffic of the first quarter.",
    "Keeps copies for ninety days.",
    "Applies to new customers only.",
)
TITLES = (
    *("Monthly summary", "Main line", "Spring campaign", "Support queue", "Order update"),
    *("Weekly report", "Sales team", "Test environment", "Customer notices", "Billing contact"),
    *("Night shift", "Field service", "Second line", "Welcome message", "Price list"),
    *("Public website", "Quarterly review", "Staff directory", "Return label", "Service desk"),
)
WORDS = (
    *("amber", "basic", "bridge", "canvas", "cedar", "clear", "coral", "delta", "ember", "field"),
    *("forest", "garden", "harbor", "island", "jasper", "lake", "linen", "maple", "meadow"),
    *("north", "ocean", "olive", "orbit", "pearl", "pilot", "plain", "prime", "quartz", "river"),
    *("sage", "silver", "solar", "spring", "stone", "summit", "sunny", "timber", "valley"),
    *("velvet", "violet", "west", "willow", "winter"),
)


def fitted(text: str, rng: Random, lengths: tuple[int, int]) -> str:
    """The text, cut or continued until its length in code points is within bounds."""
    shortest, longest = lengths
    while len(text) < shortest:
        text = f"{text} {rng.choice(SENTENCES)}" if text else rng.choice(WORDS)
    if len(text) <= longest:
        return text
    cut = text[:longest]
    whole = cut.rpartition(" ")[0]
    text = whole if len(whole) >= max(shortest, longest // 2) else cut
    return text[:-1] + "." if text.endswith(" ") else text
