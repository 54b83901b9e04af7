/**
 * What an operator can set, checked at the start: each value by its rule, each name by whether there is such a setting.
 */
@NullMarked
package io.closedloop.lead.settings;

import org.jspecify.annotations.NullMarked;
