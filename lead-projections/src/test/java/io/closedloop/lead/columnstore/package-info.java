@NullMarked
package io.closedloop.lead.columnstore;

import org.jspecify.annotations.NullMarked;
