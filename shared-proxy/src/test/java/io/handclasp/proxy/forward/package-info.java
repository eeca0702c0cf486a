/** Tests of the engine on real sockets. */
@NullMarked
package io.handclasp.proxy.forward;

import org.jspecify.annotations.NullMarked;
