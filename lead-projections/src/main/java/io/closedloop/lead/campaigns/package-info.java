/** What became of the leads of every campaign, or of whatever else rows are told apart by. */
@NullMarked
package io.closedloop.lead.campaigns;

import org.jspecify.annotations.NullMarked;
