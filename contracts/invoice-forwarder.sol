// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title The address of one invoice: whatever arrives can go to the owner's wallet and nowhere else.
/// @dev Runs behind minimal proxies (EIP-1167 with immutable arguments) that {InvoiceForwarderFactory} deploys by CREATE2.
/// The owner is the 20 bytes behind the proxy's code, so it is part of the address and cannot change. There is no state,
/// no administrator, no upgrade, no selfdestruct, and no call but the transfer of everything to the owner, which anyone
/// may trigger.
contract InvoiceForwarder {
    using SafeERC20 for IERC20;

    /// @notice This code was called by itself, not through the proxy of an invoice.
    error NotAForwarder();

    /// Where this code is deployed, to tell a proxy from itself.
    address private immutable self = address(this);

    /// @notice Takes the chain's own coin.
    /// @dev Through a proxy this needs more gas than the 2300 of Solidity's `transfer`; before it is deployed any will do.
    receive() external payable {
        if (address(this) == self) revert NotAForwarder();
    }

    /// @notice The wallet that everything goes to.
    function owner() public view returns (address) {
        if (address(this) == self) revert NotAForwarder();
        return address(bytes20(Clones.fetchCloneArgs(address(this))));
    }

    /// @notice Sends this address's whole balance of a token, or of the chain's own coin (`token` zero), to the owner.
    /// @return amount What was sent, in the smallest unit; 0 when there was nothing. A token may deliver less (its fee).
    /// Reverts when the transfer fails: the token reverts, returns false, or is no contract; the owner refuses the coin.
    function sweep(address token) external returns (uint256 amount) {
        address to = owner();
        if (token == address(0)) {
            amount = address(this).balance;
            if (amount > 0) Address.sendValue(payable(to), amount);
        } else {
            amount = IERC20(token).balanceOf(address(this));
            if (amount > 0) IERC20(token).safeTransfer(to, amount);
        }
    }
}
