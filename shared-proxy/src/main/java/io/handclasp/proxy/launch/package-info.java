/** What both programs share to start: command line, exit codes, readiness, signals. */
@NullMarked
package io.handclasp.proxy.launch;

import org.jspecify.annotations.NullMarked;
