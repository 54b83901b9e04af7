/** The agreement between marketing and sales that decisions are made under. */
@NullMarked
package io.closedloop.lead.playbook;

import org.jspecify.annotations.NullMarked;
