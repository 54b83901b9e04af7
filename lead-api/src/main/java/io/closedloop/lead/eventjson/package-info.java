/** The JSON that the log keeps of its events: written once, readable for ever, personal data sealed. */
@NullMarked
package io.closedloop.lead.eventjson;

import org.jspecify.annotations.NullMarked;
