package io.handclasp.testing;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Fails the test JVM where Netty found a leaked buffer. Registered as a service, so every module
 * with {@code test-support} on its test class path has it.
 *
 * <p>At the end of the session it forces collection, so that buffers nobody released are found
 * while somebody still looks, and then throws, which Surefire reports as a failed run.
 */
public final class LeakCheck implements LauncherSessionListener {
  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

  /** Made by the JUnit platform through {@link java.util.ServiceLoader}. */
  public LeakCheck() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Noting());
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    collectAndReport();
    if (!LEAKS.isEmpty()) {
      report("LEAK: " + LEAKS.size() + " leaked buffers:\n" + String.join("\n", LEAKS));
      // An exception here would only be logged by the platform; the exit code is what counts.
      Runtime.getRuntime().halt(99);
    }
  }

  /** What the test runner captures is lost with the process, so it goes into a file as well. */
  private static void report(String text) {
    System.err.println(text);
    try {
      Files.writeString(Path.of("target", "leaks.txt"), text);
    } catch (IOException e) {
      System.err.println("target/leaks.txt: " + e);
    }
  }

  /** Netty reports collected buffers when it tracks the next one, so allocate after each round. */
  private static void collectAndReport() {
    for (int round = 0; round < 3; round++) {
      System.gc();
      for (int i = 0; i < 256; i++) {
        PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
        UnpooledByteBufAllocator.DEFAULT.directBuffer(16).release();
      }
    }
  }

  private static final class Noting extends ResourceLeakDetectorFactory {
    @Override
    @Deprecated
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
        Class<T> resource, int samplingInterval, long maxActive) {
      return newResourceLeakDetector(resource, samplingInterval);
    }

    @Override
    public <T> ResourceLeakDetector<T> newResourceLeakDetector(
        Class<T> resource, int samplingInterval) {
      return new ResourceLeakDetector<>(resource, samplingInterval) {
        @Override
        protected void reportTracedLeak(String resourceType, String records) {
          LEAKS.add(resourceType + records);
          super.reportTracedLeak(resourceType, records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
          LEAKS.add(resourceType);
          super.reportUntracedLeak(resourceType);
        }
      };
    }
  }
}
