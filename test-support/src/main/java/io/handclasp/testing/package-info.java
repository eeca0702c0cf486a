/**
 * What the tests of several modules share: the leak check that fails a build, child processes that
 * are always ended, scripted peers on raw sockets.
 */
@NullMarked
package io.handclasp.testing;

import org.jspecify.annotations.NullMarked;
