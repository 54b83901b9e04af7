package io.closedloop.lead.playbook;

/** What a disqualification keeps from being delivered again. */
public enum Suppresses {
    /** Nobody: the person is welcome, only this lead was one too many. */
    NOTHING,
    /** Whoever has an identity that the lead ever held. */
    IDENTITIES,
    /** Whoever calls from its telephone, too, though an e-mail address identified the lead. */
    IDENTITIES_AND_TELEPHONE
}
