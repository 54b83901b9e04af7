/**
 * What keeps personal data readable for those who may and for nobody else: the master key, the keys of the subjects,
 * and the keyed hash of identities.
 */
@NullMarked
package io.closedloop.lead.sealing;

import org.jspecify.annotations.NullMarked;
