package io.handclasp.proxy.launch;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. Java has no supported way to hear SIGHUP, and its own handling
 * of SIGTERM ends with exit code 143; {@code sun.misc.Signal} of the module {@code jdk.unsupported}
 * serves, and is reached by name because the compiler warns of it in a way that cannot be settled.
 */
final class Signals {
  private Signals() {}

  /**
   * Runs an action, on a thread of the JVM's, each time a signal comes.
   *
   * @param name without SIG
   * @return false where this Java or this system has no such signal
   */
  static boolean handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object instance = signal.getConstructor(String.class).newInstance(name);
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(), new Class<?>[] {handler}, calling(action));
      signal.getMethod("handle", signal, handler).invoke(null, instance, proxy);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private static InvocationHandler calling(Runnable action) {
    return (proxy, method, arguments) ->
        switch (method.getName()) {
          case "handle" -> {
            action.run();
            yield null;
          }
          case "equals" -> arguments != null && proxy == arguments[0];
          case "hashCode" -> System.identityHashCode(action);
          default -> "signal handler";
        };
  }
}
