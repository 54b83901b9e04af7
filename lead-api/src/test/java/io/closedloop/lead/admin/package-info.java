@NullMarked
package io.closedloop.lead.admin;

import org.jspecify.annotations.NullMarked;
