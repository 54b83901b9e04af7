/** What happened to every lead and every pass, as rows that all reports share. No personal data are among them. */
@NullMarked
package io.closedloop.lead.facts;

import org.jspecify.annotations.NullMarked;
