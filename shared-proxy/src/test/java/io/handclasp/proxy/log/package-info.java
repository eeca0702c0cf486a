/** Tests of the log lines. */
@NullMarked
package io.handclasp.proxy.log;

import org.jspecify.annotations.NullMarked;
