/**
 * The log: what the service knows for certain. One appender per instance stores every command's events, claims,
 * suppressions and kept answer, all or nothing, many commands per transaction; everybody else reads what is durable.
 */
@NullMarked
package io.closedloop.lead.log;

import org.jspecify.annotations.NullMarked;
