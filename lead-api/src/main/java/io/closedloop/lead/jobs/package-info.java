/**
 * Long work: who asked for what, how far it is and what came of it, as rows that any instance can show and go on with.
 * Each kind of it is a bean.
 */
@NullMarked
package io.closedloop.lead.jobs;

import org.jspecify.annotations.NullMarked;
