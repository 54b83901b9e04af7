/** The numbers counted again, slowly and obviously, from nothing but the events. Shares no code with the reports. */
@NullMarked
package io.closedloop.lead.oracle;

import org.jspecify.annotations.NullMarked;
