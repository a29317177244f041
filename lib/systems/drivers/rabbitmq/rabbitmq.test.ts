import { driverConformance } from '#lib/systems/testing/driver-conformance.ts'
import { rabbitmqTarget } from '#lib/systems/testing/rabbitmq-target.ts'
import { startDebianRabbitmq } from '#lib/testing/debian-rabbitmq.ts'

driverConformance('RabbitMQ (Debian)', async () => {
  const server = await startDebianRabbitmq()
  return server && rabbitmqTarget(server)
})
