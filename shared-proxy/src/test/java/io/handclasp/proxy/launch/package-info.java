/** Tests of the programs' command line. */
@NullMarked
package io.handclasp.proxy.launch;

import org.jspecify.annotations.NullMarked;
