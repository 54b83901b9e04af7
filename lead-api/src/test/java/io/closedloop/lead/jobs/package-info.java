@NullMarked
package io.closedloop.lead.jobs;

import org.jspecify.annotations.NullMarked;
