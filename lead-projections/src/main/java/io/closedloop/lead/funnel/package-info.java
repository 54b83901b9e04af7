/** How many passes entered each stage, and how many of them went on to each later one. */
@NullMarked
package io.closedloop.lead.funnel;

import org.jspecify.annotations.NullMarked;
