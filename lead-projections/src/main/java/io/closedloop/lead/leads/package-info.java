/** Lists of leads: which ones, in which order, page by page. */
@NullMarked
package io.closedloop.lead.leads;

import org.jspecify.annotations.NullMarked;
