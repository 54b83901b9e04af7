/** W3C traces over OpenTelemetry, which cost nothing until somebody says where to send them. */
@NullMarked
package io.closedloop.lead.tracing;

import org.jspecify.annotations.NullMarked;
