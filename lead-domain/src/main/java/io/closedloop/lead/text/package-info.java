/** What free text may be. */
@NullMarked
package io.closedloop.lead.text;

import org.jspecify.annotations.NullMarked;
