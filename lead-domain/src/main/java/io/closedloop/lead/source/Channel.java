package io.closedloop.lead.source;

/** The kind of way by which a lead first came. */
public enum Channel {
    WEB,
    ORGANIC_SEARCH,
    PAID_SEARCH,
    SOCIAL,
    EMAIL,
    DISPLAY,
    REFERRAL,
    DIRECT,
    EVENT,
    COLD_CALL,
    PARTNER,
    PRINT,
    TV,
    RADIO,
    OTHER
}
