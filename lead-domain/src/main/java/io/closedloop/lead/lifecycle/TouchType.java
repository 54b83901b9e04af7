package io.closedloop.lead.lifecycle;

/** Anything that lead, marketing or sales did to each other. */
public enum TouchType {
    WEB_VISIT,
    AD_CLICK,
    EMAIL_OPEN,
    EMAIL_CLICK,
    DOWNLOAD,
    WEBINAR,
    EVENT,
    SOCIAL,
    FORM,
    CALL,
    EMAIL,
    MEETING,
    DEMO,
    PROPOSAL,
    CONTENT_SHARED,
    OTHER
}
