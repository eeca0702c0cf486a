/** Listening, draining and reloading: the life of a proxy process around its event loops. */
@NullMarked
package io.handclasp.proxy.server;

import org.jspecify.annotations.NullMarked;
