/** What is known about leads: tables that follow the log, and the questions they answer. */
@NullMarked
package io.closedloop.lead;

import org.jspecify.annotations.NullMarked;
