/** What a kind of facts is: tables of its own, and what events write into them. */
@NullMarked
package io.closedloop.lead.facts.kind;

import org.jspecify.annotations.NullMarked;
