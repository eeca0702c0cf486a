/** W3C Trace Context: which trace a request belongs to, read, begun and passed on. */
@NullMarked
package io.handclasp.proxy.trace;

import org.jspecify.annotations.NullMarked;
