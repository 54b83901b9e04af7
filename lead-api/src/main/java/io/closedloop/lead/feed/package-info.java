/** The log for those who follow it: page by page, or live. */
@NullMarked
package io.closedloop.lead.feed;

import org.jspecify.annotations.NullMarked;
