/** Answers as tables: CSV and Parquet. */
@NullMarked
package io.closedloop.lead.reporting.table;

import org.jspecify.annotations.NullMarked;
