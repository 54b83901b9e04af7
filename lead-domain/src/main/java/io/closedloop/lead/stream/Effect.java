package io.closedloop.lead.stream;

/**
 * What an event changes in a table beside the log, or asks of it. The events alone determine what changes, so nothing
 * else can contradict them. Each kind of effect belongs to one book of the log, which knows its table.
 */
public interface Effect {}
