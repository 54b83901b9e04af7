/** The directory that holds everything an instance keeps on disk, whichever database the log has. */
@NullMarked
package io.closedloop.lead.log.directory;

import org.jspecify.annotations.NullMarked;
