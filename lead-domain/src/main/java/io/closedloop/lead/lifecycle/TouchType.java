package io.closedloop.lead.lifecycle;

/** The kinds of contact between lead, marketing and sales. */
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
