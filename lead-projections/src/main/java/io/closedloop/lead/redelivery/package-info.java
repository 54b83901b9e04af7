/** Whether a suppressed person was delivered again, and how often somebody tried. */
@NullMarked
package io.closedloop.lead.redelivery;

import org.jspecify.annotations.NullMarked;
