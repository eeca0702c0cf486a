/**
 * The command {@code handclasp}, which holds the others, and the texts that are made from them for
 * a release: manual pages, completion, licences.
 */
@NullMarked
package io.handclasp.distribution;

import org.jspecify.annotations.NullMarked;
