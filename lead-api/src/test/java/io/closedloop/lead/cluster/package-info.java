/**
 * Several instances on one PostgreSQL, while everything around them breaks: clients that remember every answer, a
 * nemesis that kills, pauses and cuts, and a comparison with the log afterwards ({@code io.closedloop.lead.checking}).
 */
@NullMarked
package io.closedloop.lead.cluster;

import org.jspecify.annotations.NullMarked;
