/**
 * What happens to identities over time, as values and without a command line: a pair that trusts
 * each other, renewal, and the change from one authority to the next.
 */
@NullMarked
package io.handclasp.pki.lifecycle;

import org.jspecify.annotations.NullMarked;
