@NullMarked
package io.closedloop.lead.settings;

import org.jspecify.annotations.NullMarked;
