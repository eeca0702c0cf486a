/** Tests of the pair as users run it, and of the house itself: arrows, rings, samples, scripts. */
@NullMarked
package io.handclasp.pair;

import org.jspecify.annotations.NullMarked;
