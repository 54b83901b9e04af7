package io.closedloop.lead.playbook;

/** Which identities a disqualification keeps from being delivered again. */
public enum Suppresses {
    /** Nobody: the person is welcome, only this lead was one too many. */
    NOTHING,
    /** All identities that the lead ever held. */
    IDENTITIES,
    /** Its telephone numbers as well, though an e-mail address identified the lead. */
    IDENTITIES_AND_TELEPHONE
}
