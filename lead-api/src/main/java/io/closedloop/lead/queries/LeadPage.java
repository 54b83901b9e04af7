package io.closedloop.lead.queries;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list of leads.
 *
 * @param nextCursor given as {@code cursor} it continues the list; null at its end
 * @param position the position of the log that the page speaks for
 */
@Schema(name = "LeadPage", description = "A part of the list of leads.")
record LeadPage(List<LeadView> items, @Nullable String nextCursor, long position) {}
