export { runningTime } from "../../api/running-time.ts";
