package io.reverie.standalone.system;

import java.util.Map;

import io.quarkus.runtime.Application;

/**
 * The four workers: the Quarkus application that the build made of them and this module. Started by hand instead of by
 * {@code Quarkus.run}, whose own signal handling would leave no say in what stops first; the broker must stop last.
 */
final class Workers implements AutoCloseable {

    private final Application application;

    private Workers(Application application) {
        this.application = application;
    }

    /**
     * Starts the workers and returns when their channels are open.
     *
     * @param configuration settings that go before those of the build
     * @throws IllegalStateException where they cannot start, with the first cause: the key of a wrong setting and its range
     */
    static Workers start(Map<String, String> configuration) {
        configuration.forEach(System::setProperty);
        try {
            Application application = (Application) Class.forName(
                            Application.APP_CLASS_NAME,
                            true,
                            Thread.currentThread().getContextClassLoader())
                    .getDeclaredConstructor()
                    .newInstance();
            start(application);
            return new Workers(application);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This is not a packaged application: " + e.getMessage(), e);
        }
    }

    private static void start(Application application) {
        try {
            application.start(new String[0]);
        } catch (RuntimeException e) {
            // Quarkus says that it failed, and the cause's cause why.
            Throwable first = e;
            while (first.getCause() != null) {
                first = first.getCause();
            }
            throw new IllegalStateException("The workers cannot start: " + first.getMessage(), e);
        }
    }

    @Override
    public void close() {
        application.close();
    }
}
