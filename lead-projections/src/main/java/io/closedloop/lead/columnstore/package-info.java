/**
 * The file that the read models live in: an embedded column store beside every instance, fed from the log by one
 * processor whose position is kept in the same file and transaction as the rows. Whatever is wrong with the file, the
 * log fills it again.
 */
@NullMarked
package io.closedloop.lead.columnstore;

import org.jspecify.annotations.NullMarked;
