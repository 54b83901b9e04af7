/**
 * The file that holds the read models: an embedded column store beside every instance, fed from the log by one
 * processor whose position is kept in the same file and transaction as the rows. Whatever is wrong with the file, it is
 * rebuilt from the log.
 */
@NullMarked
package io.closedloop.lead.columnstore;

import org.jspecify.annotations.NullMarked;
