@NullMarked
package io.closedloop.lead.log.directory;

import org.jspecify.annotations.NullMarked;
