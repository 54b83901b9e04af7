package io.closedloop.lead.funnel;

import io.closedloop.lead.facts.Entry;
import io.closedloop.lead.reporting.Ratio;

/** Of the passes that entered {@code from}, those that entered {@code to}. */
public record Conversion(Entry from, Entry to, Ratio ratio) {}
